package io.quorate.contracts;

import java.util.Optional;

/**
 * A contract as the compiler left it. All code is lower-case hexadecimal with {@code 0x}.
 *
 * @param sourceName the Solidity file, or the specification that gives the code
 * @param compilerVersion such as {@code 0.8.37+commit.…}; empty where the code was not compiled by us
 * @param abi the JSON of the contract's interface, a list
 * @param bytecode what a creating transaction carries, before the constructor's arguments; empty for code
 *        that exists only in a genesis
 * @param deployedBytecode what the account holds afterwards, immutables as zero
 */
public record ContractArtifact(String name, String sourceName, Optional<String> compilerVersion,
        String abi, Optional<String> bytecode, String deployedBytecode) {
    public ContractArtifact {
        requireCode(name, deployedBytecode);
        bytecode.ifPresent(code -> requireCode(name, code));
    }

    private static void requireCode(String name, String code) {
        if (!code.matches("0x([0-9a-f]{2})+")) {
            throw new IllegalArgumentException(
                    "artifact " + name + " holds no linked code, but " + code.length()
                            + " characters that are not all hexadecimal");
        }
    }
}
