/**
 * The precompiled contracts, 0x01 to 0x11 and 0x100, each a pure function of its input with a price that does
 * not depend on anything else. Entry point: {@link io.quorate.evm.precompile.Precompiles}, a table for each
 * fork; the interpreter and the trackers of warm addresses use it.
 *
 * <p>Invariant: nothing is allocated whose size the input only claims, but what its gas pays for.
 */
package io.quorate.evm.precompile;
