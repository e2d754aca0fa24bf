package io.quorate.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between modules and packages, and the purity of the cores. See ARCHITECTURE.md. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/wrappers/")) // generated, for tests
            .importPackages("io.quorate");
    private static final String[] RUNTIME = {"io.quorate.evm..", "io.quorate.state..",
            "io.quorate.ledger..", "io.quorate.execution.."};
    private static final String[] PURE_ORDERING = {"io.quorate.bft.core..", "io.quorate.bft.sim.."};

    @Test
    void runtimeDependsOnNothingOfOurs() {
        noClasses().that().resideInAnyPackage(RUNTIME).should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.bft..", "io.quorate.genesis..",
                        "io.quorate.jsonrpc..",
                        "io.quorate.contracts..", "io.quorate.node..")
                .check(PRODUCT);
    }

    @Test
    void orderingHasNeverHeardOfTheEvm() {
        noClasses().that().resideInAPackage("io.quorate.bft..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.evm..", "io.quorate.state..", "io.quorate.ledger..",
                        "io.quorate.execution..", "io.quorate.genesis..", "io.quorate.jsonrpc..",
                        "io.quorate.contracts..", "io.quorate.node..")
                .check(PRODUCT);
    }

    @Test
    void jsonRpcHasNeverHeardOfConsensus() {
        noClasses().that().resideInAPackage("io.quorate.jsonrpc..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.bft..", "io.quorate.genesis..",
                        "io.quorate.contracts..",
                        "io.quorate.node..")
                .check(PRODUCT);
    }

    @Test
    void genesisAndContractsKeepTheirEdges() {
        noClasses().that().resideInAPackage("io.quorate.genesis..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.jsonrpc..", "io.quorate.node..").check(PRODUCT);
        noClasses().that().resideInAPackage("io.quorate.contracts..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.evm..", "io.quorate.state..", "io.quorate.ledger..",
                        "io.quorate.execution..", "io.quorate.bft..", "io.quorate.genesis..",
                        "io.quorate.jsonrpc..", "io.quorate.node..")
                .check(PRODUCT);
    }

    @Test
    void runtimeLayersPointDownwards() {
        noClasses().that().resideInAPackage("io.quorate.evm..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.state..", "io.quorate.ledger..",
                        "io.quorate.execution..")
                .check(PRODUCT);
        noClasses().that().resideInAPackage("io.quorate.state..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.ledger..", "io.quorate.execution..").check(PRODUCT);
        noClasses().that().resideInAPackage("io.quorate.ledger..").should().dependOnClassesThat()
                .resideInAPackage("io.quorate.execution..").check(PRODUCT);
    }

    /** Whoever checks a proof needs no database, network or file, and no more of us than reads the bytes. */
    @Test
    void proofsAreCheckedWithLittle() {
        noClasses().that().resideInAPackage("io.quorate.proof..").should().dependOnClassesThat()
                .resideInAnyPackage("io.quorate.execution..", "io.quorate.state.storage..",
                        "io.quorate.genesis..", "io.quorate.jsonrpc..", "io.quorate.contracts..",
                        "io.quorate.node..", "io.quorate.bft.net..", "io.quorate.bft.wal..",
                        "io.quorate.bft.runtime..", "com.fasterxml.jackson..", "org.slf4j..",
                        "java.io..", "java.net..", "java.nio..", "java.time..",
                        "java.util.concurrent..")
                .check(PRODUCT);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.quorate.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void librariesStayInTheirPlaces() {
        noClasses().that().resideOutsideOfPackage("io.quorate.state.storage..").should()
                .dependOnClassesThat().resideInAPackage("org.rocksdb..").check(PRODUCT);
        noClasses().that()
                .resideOutsideOfPackages("io.quorate.jsonrpc..", "io.quorate.node..",
                        "io.quorate.bft.net..")
                .should().dependOnClassesThat().resideInAPackage("io.vertx..").check(PRODUCT);
        noClasses().that()
                .resideOutsideOfPackages("io.quorate.jsonrpc..", "io.quorate.genesis..",
                        "io.quorate.contracts..", "io.quorate.node..")
                .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..")
                .check(PRODUCT);
        // Off, nothing of it is loaded: so nobody else may touch it.
        noClasses().that().resideOutsideOfPackage("io.quorate.node.tracing..").should()
                .dependOnClassesThat().resideInAPackage("io.opentelemetry..").check(PRODUCT);
        noClasses().that().resideOutsideOfPackage("io.quorate.node..").should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..").check(PRODUCT);
        noClasses().that().resideOutsideOfPackage("io.quorate.node.kubernetes..").should()
                .dependOnClassesThat().resideInAnyPackage("io.fabric8..", "tools.jackson..")
                .check(PRODUCT);
    }

    /** Consensus reads no clock, thread, file or log, draws no lot and iterates no hash map. */
    @Test
    void orderingCoreIsPure() {
        noClasses().that().resideInAnyPackage(PURE_ORDERING).should().dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..",
                        "java.net..", "org.slf4j..", "java.time..", "java.util.random..")
                .check(PRODUCT);
        noClasses().that().resideInAnyPackage(PURE_ORDERING).should().dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random").orShould().dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread").orShould().dependOnClassesThat()
                .haveFullyQualifiedName("java.util.HashMap").orShould().dependOnClassesThat()
                .haveFullyQualifiedName("java.util.HashSet").orShould()
                .callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(System.class, "nanoTime").orShould().callMethod(Math.class, "random")
                .check(PRODUCT);
    }

    /** Execution reads no clock and no file, starts no thread and computes without floating point. */
    @Test
    void executionIsPure() {
        DescribedPredicate<JavaClass> pure = DescribedPredicate.describe("of the execution core",
                type -> type.getPackageName().matches(
                        "io\\.quorate\\.(evm(|\\.primitives|\\.rlp|\\.fork|\\.trace)|state(|\\.trie)|execution(|\\.dev))"));
        noClasses().that(pure).should().dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.time..",
                        "org.slf4j..", "java.util.random..")
                .check(PRODUCT);
        // Speculation tells the owner of a thread that was interrupted while it waited; threads are given to it.
        noClasses().that(pure).and().doNotHaveSimpleName("Speculation").should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.Random")
                .orShould()
                .callMethod(System.class, "currentTimeMillis").orShould()
                .callMethod(System.class, "nanoTime").check(PRODUCT);
        fields().that().areDeclaredInClassesThat(pure).should()
                .notHaveRawType(DescribedPredicate.describe("floating point",
                        type -> type.getName().equals("double") || type.getName().equals("float")))
                .check(PRODUCT);
    }

    @Test
    void noMutableStatics() {
        DescribedPredicate<JavaField> assignable = DescribedPredicate.describe("assignable statics",
                field -> field.getModifiers()
                        .contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                        && !field.getModifiers()
                                .contains(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                        && !field.getModifiers()
                                .contains(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC));
        com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields().that(assignable).should()
                .beDeclaredInClassesThat().resideInAPackage("io.quorate..").allowEmptyShould(true)
                .check(PRODUCT);
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses().that().doNotHaveFullyQualifiedName("io.quorate.node.Main").should()
                .callMethod(System.class, "exit", int.class).check(PRODUCT);
    }
}
