/** What the documents show is what the build compiles. */
package dev.beamflink.documents;
