package io.quorate.node.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What one network answered, or why nothing. Everything in it comes from outside and was checked for its form and length.
 *
 * @param error empty where it answered
 * @param answerMillis how long the first answer took
 */
record Observation(NetworkFile.Entry network, Optional<String> error, long askedAtMillis,
        long answerMillis, Optional<Facts> facts) {

    /**
     * @param timestamp of the head, in seconds
     * @param secondsPerBlock over the last blocks; empty on a chain that has made fewer than two
     * @param validatorMethod which of the known ones answered; empty where none did
     */
    record Facts(String chainId, String client, long head, long timestamp, long transactions,
            String gasUsed, String gasLimit, Optional<Double> secondsPerBlock,
            Optional<Long> peers, boolean syncing, Optional<String> validatorMethod,
            List<String> validators) {
        Facts {
            validators = List.copyOf(validators);
        }
    }

    static Observation notYet(NetworkFile.Entry network) {
        return new Observation(network, Optional.empty(), 0, 0, Optional.empty());
    }

    void write(ObjectNode to) {
        to.put("name", network.name()).put("rpc", network.shownUrl())
                .put("askedAtMillis", askedAtMillis).put("answerMillis", answerMillis);
        error.ifPresent(why -> to.put("error", why));
        facts.ifPresent(known -> {
            to.put("chainId", known.chainId()).put("client", known.client())
                    .put("head", known.head()).put("timestamp", known.timestamp())
                    .put("transactions", known.transactions()).put("gasUsed", known.gasUsed())
                    .put("gasLimit", known.gasLimit()).put("syncing", known.syncing());
            known.secondsPerBlock().ifPresent(value -> to.put("secondsPerBlock", value));
            known.peers().ifPresent(value -> to.put("peers", value));
            known.validatorMethod().ifPresent(value -> to.put("validatorMethod", value));
            known.validators().forEach(to.withArray("validators")::add);
        });
    }
}
