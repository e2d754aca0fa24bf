package io.quorate.contracts;

import java.util.List;

/** The contracts that a genesis of ours holds at the addresses where tools and the protocol look for them. */
public final class SystemContracts {
    private static final String MULTICALL3_ADDRESS = "0xcA11bde05977b3631167028862bE2a173976CA11";

    private SystemContracts() {}

    /**
     * One of them.
     *
     * @param address 20 bytes in hexadecimal with {@code 0x}, with EIP-55's checksum
     */
    public record Predeploy(String address, ContractArtifact artifact) {}

    /** Parent beacon block roots (EIP-4788); called at the start of each block. */
    public static Predeploy beaconRoots() {
        return fixed("BeaconRoots");
    }

    /** The hashes of the last 8191 blocks (EIP-2935); called at the start of each block. */
    public static Predeploy blockHashHistory() {
        return fixed("BlockHashHistory");
    }

    /** Deploys by CREATE2 for whoever sends it salt and creation code. */
    public static Predeploy deterministicDeployer() {
        return fixed("DeterministicDeployer");
    }

    /** Many calls in one. */
    public static Predeploy multicall3() {
        return new Predeploy(MULTICALL3_ADDRESS, Contracts.multicall3());
    }

    public static List<Predeploy> all() {
        return List.of(beaconRoots(), blockHashHistory(), deterministicDeployer(), multicall3());
    }

    private static Predeploy fixed(String name) {
        return new Predeploy(Contracts.fixedAddress(name), Contracts.fixed(name));
    }
}
