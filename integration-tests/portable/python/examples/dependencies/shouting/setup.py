from setuptools import setup

setup(name='shouting', version='1.0', py_modules=['shouting'])
