"""What a PROCESS environment starts in place of the SDK container's boot program: a worker of this Python."""

import argparse
import os
import sys

import grpc
from apache_beam.portability.api import beam_provision_api_pb2
from apache_beam.portability.api import beam_provision_api_pb2_grpc
from google.protobuf import json_format
from google.protobuf import text_format


def provision(worker_id, endpoint):
  with grpc.insecure_channel(endpoint) as channel:
    stub = beam_provision_api_pb2_grpc.ProvisionServiceStub(channel)
    return stub.GetProvisionInfo(
        beam_provision_api_pb2.GetProvisionInfoRequest(),
        metadata=[('worker_id', worker_id)]).info


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('--id')
  parser.add_argument('--provision_endpoint')
  arguments = parser.parse_args()
  job = provision(arguments.id, arguments.provision_endpoint)
  environment = {
      **os.environ,
      'WORKER_ID': arguments.id,
      'PIPELINE_OPTIONS': json_format.MessageToJson(job.pipeline_options),
      'CONTROL_API_SERVICE_DESCRIPTOR': text_format.MessageToString(
          job.control_endpoint),
      'LOGGING_API_SERVICE_DESCRIPTOR': text_format.MessageToString(
          job.logging_endpoint),
      'RUNNER_CAPABILITIES': ' '.join(job.runner_capabilities),
  }
  worker = [sys.executable, '-m', 'apache_beam.runners.worker.sdk_worker_main']
  os.execve(sys.executable, worker, environment)


if __name__ == '__main__':
  main()
