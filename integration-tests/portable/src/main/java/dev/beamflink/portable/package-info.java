/** What the tests of other SDKs need of Java beside the job server. */
@NullMarked
package dev.beamflink.portable;

import org.jspecify.annotations.NullMarked;
