/** The precompiled contracts, 0x01-0x11 and 0x100, each a pure function of its input. */
package io.quorate.evm.precompile;
