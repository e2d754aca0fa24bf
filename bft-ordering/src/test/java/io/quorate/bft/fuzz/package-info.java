/** Mutates inputs of decoders, guided by what they answer. */
package io.quorate.bft.fuzz;
