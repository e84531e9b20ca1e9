package dev.beamflink.model.payload;

import org.apache.beam.model.pipeline.v1.RunnerApi.ParDoPayload;

/**
 * Last part of a splittable ParDo: processes elements with sized restrictions, which may be split
 * or resumed later.
 *
 * @param proto the payload of the whole ParDo
 */
public record SdfProcess(ParDoPayload proto) implements ParDoLike {}
