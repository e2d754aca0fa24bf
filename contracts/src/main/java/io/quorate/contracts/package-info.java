/**
 * The compiled contracts that ship with the product: {@link io.quorate.contracts.Contracts} finds an
 * artifact by name, {@link io.quorate.contracts.SystemContracts} lists those that a genesis of ours
 * holds. Bytes are hexadecimal text here, so that this module needs no type of another one.
 */
package io.quorate.contracts;
