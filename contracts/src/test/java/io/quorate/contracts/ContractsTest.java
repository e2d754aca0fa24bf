package io.quorate.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.contracts.wrappers.Counter;
import io.quorate.contracts.wrappers.ExampleToken;
import io.quorate.contracts.wrappers.Governance;
import io.quorate.contracts.wrappers.Multicall3;
import io.quorate.contracts.wrappers.Permissions;
import io.quorate.contracts.wrappers.Registry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractsTest {
    @Test
    void compiledArtifactsCarryCodeAbiAndCompiler() {
        ContractArtifact token = Contracts.exampleToken();

        assertThat(token.name()).isEqualTo("ExampleToken");
        assertThat(token.sourceName()).isEqualTo("ExampleToken.sol");
        assertThat(token.compilerVersion().orElseThrow()).startsWith("0.8.37+commit.");
        assertThat(token.abi()).startsWith("[").contains("\"transferFrom\"");
        assertThat(token.bytecode().orElseThrow()).endsWith(token.deployedBytecode().substring(2));
    }

    /** The wrappers deploy what the artifacts hold: nobody forgot to generate them anew. */
    @Test
    void wrappersHoldTheCodeOfTheArtifacts() {
        assertThat("0x" + Counter.BINARY).isEqualTo(Contracts.counter().bytecode().orElseThrow());
        assertThat("0x" + ExampleToken.BINARY)
                .isEqualTo(Contracts.exampleToken().bytecode().orElseThrow());
        assertThat("0x" + Multicall3.BINARY)
                .isEqualTo(Contracts.multicall3().bytecode().orElseThrow());
        assertThat("0x" + Registry.BINARY)
                .isEqualTo(Contracts.compiled("Registry").bytecode().orElseThrow());
        assertThat("0x" + Permissions.BINARY)
                .isEqualTo(Contracts.compiled("Permissions").bytecode().orElseThrow());
        assertThat("0x" + Governance.BINARY)
                .isEqualTo(Contracts.compiled("Governance").bytecode().orElseThrow());
    }

    @Test
    void systemContractsAreAtTheirWellKnownAddresses() {
        assertThat(SystemContracts.all()).extracting(SystemContracts.Predeploy::address)
                .containsExactly("0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02",
                        "0x0000F90827F1C53a10cb7A02335B175320002935",
                        "0x4e59b44847b379578588920cA78FbF26c0B4956C",
                        "0xcA11bde05977b3631167028862bE2a173976CA11");
    }

    @Test
    void theMembersContractsAreBehindProxiesInOurRange() {
        assertThat(List.of(SystemContracts.registry(), SystemContracts.permissions(),
                SystemContracts.governance())).allSatisfy(contract -> {
                    assertThat(contract.proxy().artifact().name()).isEqualTo("SystemProxy");
                    assertThat(contract.proxy().address()).startsWith("0x" + "0".repeat(36) + "51");
                    assertThat(contract.implementation().address())
                            .startsWith("0x" + "0".repeat(36) + "511");
                    assertThat(contract.implementation().artifact().deployedBytecode().length() / 2)
                            .as("what a deployment may have, for a later one to take its place")
                            .isLessThan(24_576);
                });
        assertThat(SystemContracts.governance().implementation().artifact().name())
                .isEqualTo("Governance");
    }

    /** What libraries encode calls for: the selectors of the published Multicall3 interface. */
    @Test
    void multicallDispatchesTheSelectorsThatToolsSend() {
        String code = Contracts.multicall3().deployedBytecode();

        // PUSH4 selector: aggregate3, aggregate, tryAggregate, tryBlockAndAggregate,
        // blockAndAggregate, aggregate3Value, getEthBalance, getBlockNumber, getChainId
        for (String selector : List.of("82ad56cb", "252dba42", "bce38bd7", "399542e9", "c3077fa9",
                "174dea71", "4d2301cc", "42cbb15c", "3408e470")) {
            assertThat(code).contains("63" + selector);
        }
    }

    @Test
    void anUnknownNameAndUnlinkedCodeAreRefused() {
        assertThatThrownBy(() -> Contracts.compiled("Absent"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Absent");
        assertThatThrownBy(() -> new ContractArtifact("C", "C.sol", Optional.empty(), "[]",
                Optional.empty(), "0x60__$library$__"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("artifact C");
    }
}
