/** What is given to those who run Quorate: the archive, the container image, and what a cluster makes of them. */
package io.quorate.it.release;
