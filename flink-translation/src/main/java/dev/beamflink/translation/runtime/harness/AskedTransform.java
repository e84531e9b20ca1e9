package dev.beamflink.translation.runtime.harness;

import java.io.IOException;
import java.io.Serializable;
import org.apache.beam.model.pipeline.v1.RunnerApi.Components;
import org.apache.beam.model.pipeline.v1.RunnerApi.Environment;
import org.apache.beam.model.pipeline.v1.RunnerApi.FunctionSpec;
import org.apache.beam.sdk.coders.Coder;

/**
 * A transform of the model that an SDK runs for the runner alone, whose elements are questions, and
 * answers to them.
 *
 * @param <Q> a question
 * @param <A> an answer
 */
interface AskedTransform<Q, A> extends Serializable {

  /** The URN of the transform, and as payload the function of the SDK, which it calls. */
  FunctionSpec spec();

  /** The coders, and the environment of the function. */
  Components components();

  /** The id of the environment of the function. */
  String environmentId();

  /** The environment of the function. */
  default Environment environment() {
    return components().getEnvironmentsOrThrow(environmentId());
  }

  /** Of questions, for the runner. */
  Coder<Q> questionCoder() throws IOException;

  /** Of answers, for the runner. */
  Coder<A> answerCoder() throws IOException;

  /** Adds the coder of questions, for the SDK; answers its id. */
  String addQuestionCoder(ModelCoderIds coders);

  /** Adds the coder of answers, for the SDK; answers its id. */
  String addAnswerCoder(ModelCoderIds coders);
}
