package io.quorate.node;

import io.quorate.bft.Application;
import io.quorate.bft.MemberId;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.wal.WalConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/**
 * Begins the ordering log that the genesis names for this validator, once. Any other empty log makes a learner: a disk
 * that was lost must not be taken for one that was never written.
 */
@FunctionalInterface
public interface FirstLog {
    /** Before ordering starts. */
    void begin(OrderingConfig config, Application application);

    /**
     * {@code network init} leaves the file {@code ticket} with the incarnation; whoever begins the log takes it away
     * before anything is voted for.
     */
    static FirstLog byTicket(Path ticket) {
        return (config, _) -> byTicket(ticket, config.wal(), config.chainId(), config.self());
    }

    /** May be killed anywhere: the ticket goes last, and a log that has no owner yet is begun again. */
    static void byTicket(Path ticket, WalConfig wal, long chainId, MemberId self) {
        if (!Files.exists(ticket)) return;
        if (!OrderingLogs.exists(wal)) {
            OrderingLogs.create(wal, chainId, self, incarnation(ticket));
        }
        remove(ticket);
    }

    /** As in a development network, which resumes in its own folder and protects nothing. */
    static FirstLog ofUnbegunChain(Bytes incarnation) {
        return (config, application) -> {
            if (!OrderingLogs.exists(config.wal()) && application.lastApplied().seq() == 0) {
                OrderingLogs.create(config.wal(), config.chainId(), config.self(), incarnation);
            }
        };
    }

    private static Bytes incarnation(Path ticket) {
        try {
            return Bytes.fromHexString(
                    Files.readString(ticket, StandardCharsets.US_ASCII).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new OperatorException("The file " + ticket + " does not hold the incarnation"
                    + " that network init wrote: " + e.getMessage() + ".", e);
        }
    }

    private static void remove(Path ticket) {
        try {
            Files.delete(ticket);
            WholeFile.syncFolder(ticket.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new OperatorException("The file " + ticket + " must be removed once the log is"
                    + " begun, and cannot be: " + e.getMessage() + ".", e);
        }
    }
}
