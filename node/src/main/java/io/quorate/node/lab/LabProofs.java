package io.quorate.node.lab;

import io.quorate.bft.MemberId;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.genesis.Genesis;
import io.quorate.node.OperatorException;
import io.quorate.node.Orders;
import io.quorate.node.audit.ProofMaker;
import io.quorate.node.client.ReplicaEndpoint;
import io.quorate.node.proof.ProofFile;
import io.quorate.proof.Fact;
import io.quorate.proof.ProofVerifier;
import io.quorate.proof.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Proofs of a lab's chain, checked by its genesis file alone. */
final class LabProofs {
    private LabProofs() {}

    /** Who certified the block of a transaction, as replica 0 keeps it; the group bft must be open. */
    static List<Integer> signers(LabFolder folder, String transactionHash) {
        try {
            Path made = Files.createTempDirectory("quorate-lab-").resolve("proof.json");
            try {
                ProofMaker.make(ReplicaEndpoint.of(folder.url(0)),
                        new ProofMaker.Question(Optional.empty(), Optional.empty(), List.of(),
                                Optional.of(transactionHash)),
                        Optional.empty(), made);
                return proven(made, new LabNetwork(folder).genesis()).signing().orElseThrow()
                        .signers().stream().map(MemberId::number).toList();
            } finally {
                Files.deleteIfExists(made);
                Files.deleteIfExists(made.getParent());
            }
        } catch (IOException e) {
            throw new OperatorException("No proof can be written: " + e + ".", e);
        }
    }

    /** Fails with {@link OperatorException} where it proves nothing. */
    static Verdict.Proven proven(Path proof, Path genesis) {
        return switch (verdict(proof, genesis)) {
            case Verdict.Proven proven -> proven;
            case Verdict.Refused(String reason) ->
                    throw new OperatorException(proof + " proves nothing: " + reason);
        };
    }

    static Verdict verdict(Path proof, Path genesis) {
        if (!Files.isRegularFile(proof)) {
            throw new OperatorException("There is no file " + proof + ".");
        }
        try {
            return new ProofVerifier(Orders.trustedStart(Genesis.read(genesis), genesis))
                    .verify(ProofFile.read(proof));
        } catch (DecodeException e) {
            return new Verdict.Refused(e.getMessage());
        }
    }

    /** Whether it proves that this slot of the contract holds {@code value}. */
    static boolean provesSlot(Verdict.Proven proven, Address contract, UInt256 slot,
            UInt256 value) {
        return proven.facts().stream().anyMatch(fact -> fact instanceof Fact.OfAccount account
                && account.address().equals(contract)
                && value.equals(account.slots().get(slot)));
    }
}
