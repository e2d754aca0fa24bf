/** The clients that people already have, against {@code ./quorate dev}. */
package io.quorate.it.client;
