/** Tells what a release consists of: the inventory (SBOM) and the list of licences. Runs in the build alone. */
package io.quorate.release;
