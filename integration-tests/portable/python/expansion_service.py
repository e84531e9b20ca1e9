"""The SDK's expansion service with the transforms of its test service, and a pool of workers for them.

The test service itself has no way to say where its transforms run, which is the SDK's container.
"""

import sys

from apache_beam.portability import common_urns
from apache_beam.runners.portability import expansion_service
from apache_beam.runners.portability import expansion_service_main
from apache_beam.runners.portability import expansion_service_test  # pylint: disable=unused-import


class ForGoToo(expansion_service.ExpansionServiceServicer):
  """Python wants a producer for each input, and Go sends them only to transforms with `python` in their URN: does the same for others."""

  def Expand(self, request, context=None):
    transforms = request.components.transforms
    produced = {
        output
        for transform in transforms.values() for output in transform.outputs.values()
    }
    added = []
    for tag, collection in request.transform.inputs.items():
      if collection not in produced:
        producer = 'impulse_' + tag
        transforms[producer].unique_name = producer
        transforms[producer].spec.urn = common_urns.primitives.IMPULSE.urn
        transforms[producer].outputs['out'] = collection
        added.append(producer)
    response = super().Expand(request, context)
    for producer in added:
      response.components.transforms.pop(producer, None)
    return response


if __name__ == '__main__':
  expansion_service.ExpansionServiceServicer = ForGoToo
  expansion_service_main.main([*sys.argv[1:], '--serve_loopback_worker'])
