package io.quorate.contracts;

import java.util.List;

/** The contracts that a genesis of ours holds at the addresses where tools and the protocol look for them. */
public final class SystemContracts {
    private static final String MULTICALL3_ADDRESS = "0xcA11bde05977b3631167028862bE2a173976CA11";

    private static final String REGISTRY = "0x0000000000000000000000000000000000005100";
    private static final String PERMISSIONS = "0x0000000000000000000000000000000000005101";
    private static final String GOVERNANCE = "0x0000000000000000000000000000000000005102";

    private static final String READ_ANCHORS = "0x0000000000000000000000000000000000005103";

    private SystemContracts() {}

    /**
     * A contract of the members, as docs/spec/members.md has it.
     *
     * @param proxy where it is called, and where its storage is
     * @param implementation whose code it runs at first
     */
    public record Upgradeable(Predeploy proxy, Predeploy implementation) {}

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

    /** Organisations, nodes and epochs. */
    public static Upgradeable registry() {
        return upgradeable(REGISTRY, "0x0000000000000000000000000000000000005110", "Registry");
    }

    /** Accounts with their roles, and rules of contracts. */
    public static Upgradeable permissions() {
        return upgradeable(PERMISSIONS, "0x0000000000000000000000000000000000005111",
                "Permissions");
    }

    /** Proposals and votes of organisations. */
    public static Upgradeable governance() {
        return upgradeable(GOVERNANCE, "0x0000000000000000000000000000000000005112",
                "Governance");
    }

    /** How far journals of reads have come; nobody can put other code there. */
    public static Predeploy readAnchors() {
        return new Predeploy(READ_ANCHORS, Contracts.compiled("ReadAnchors"));
    }

    private static Upgradeable upgradeable(String proxy, String implementation, String name) {
        return new Upgradeable(new Predeploy(proxy, Contracts.compiled("SystemProxy")),
                new Predeploy(implementation, Contracts.compiled(name)));
    }

    private static Predeploy fixed(String name) {
        return new Predeploy(Contracts.fixedAddress(name), Contracts.fixed(name));
    }
}
