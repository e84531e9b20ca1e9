from setuptools import setup

setup(name='greetings', version='1.0', py_modules=['greetings'])
