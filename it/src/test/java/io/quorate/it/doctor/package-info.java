/** Outages of real processes, and whether {@code quorate doctor} names what is wrong and what mends it. */
package io.quorate.it.doctor;
