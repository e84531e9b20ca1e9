"""What a PROCESS environment starts in place of the SDK container's boot program: a worker of this Python."""

import argparse
import os
import pathlib
import sys
import tempfile

import grpc
from apache_beam.portability.api import beam_artifact_api_pb2
from apache_beam.portability.api import beam_artifact_api_pb2_grpc
from apache_beam.portability.api import beam_provision_api_pb2
from apache_beam.portability.api import beam_provision_api_pb2_grpc
from apache_beam.portability.api import beam_runner_api_pb2
from google.protobuf import json_format
from google.protobuf import text_format


def provision(worker_id, endpoint):
  with grpc.insecure_channel(endpoint) as channel:
    stub = beam_provision_api_pb2_grpc.ProvisionServiceStub(channel)
    return stub.GetProvisionInfo(
        beam_provision_api_pb2.GetProvisionInfoRequest(),
        metadata=[('worker_id', worker_id)]).info


def retrieve(job, directory):
  """Writes the artifacts of the job to where the SDK looks for them."""
  staged = pathlib.Path(directory, 'staged')
  staged.mkdir()
  with grpc.insecure_channel(job.artifact_endpoint.url) as channel:
    stub = beam_artifact_api_pb2_grpc.ArtifactRetrievalServiceStub(channel)
    for artifact in job.dependencies:
      role = beam_runner_api_pb2.ArtifactStagingToRolePayload.FromString(
          artifact.role_payload)
      parts = stub.GetArtifact(
          beam_artifact_api_pb2.GetArtifactRequest(artifact=artifact))
      (staged / role.staged_name).write_bytes(
          b''.join(part.data for part in parts))


def main():
  parser = argparse.ArgumentParser()
  parser.add_argument('--id')
  parser.add_argument('--provision_endpoint')
  arguments = parser.parse_args()
  job = provision(arguments.id, arguments.provision_endpoint)
  directory = tempfile.mkdtemp(prefix='worker-')
  retrieve(job, directory)
  environment = {
      **os.environ,
      'SEMI_PERSISTENT_DIRECTORY': directory,
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
