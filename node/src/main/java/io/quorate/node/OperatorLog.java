package io.quorate.node;

import io.quorate.bft.core.epoch.RecoveryRecord;
import java.nio.file.Path;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Words what an operator reads in a healthy and in a sick network: a handful of lines a minute. */
final class OperatorLog {
    private static final Logger LOG = LoggerFactory.getLogger("quorate");

    private final int replica;

    OperatorLog(int replica) {
        this.replica = replica;
    }

    void started(long chainId, long blockNumber, Path dataDir) {
        LOG.info("replica started replica={} chainId={} block={} dataDir={}", replica, chainId,
                blockNumber, dataDir);
    }

    void rpcReady(String url) {
        LOG.info("JSON-RPC is served replica={} url={}", replica, url);
    }

    void viewChanged(long view, int leader, long seqNum) {
        LOG.info("leader changed replica={} view={} leader={} seqNum={}", replica, view, leader,
                seqNum);
    }

    void peersChanged(int connected, int all) {
        LOG.info("peers connected replica={} connected={} of={}", replica, connected, all);
    }

    void progress(long blocks, long transactions, long blockNumber, int waiting) {
        LOG.info("blocks made replica={} blocks={} transactions={} block={} waiting={}", replica,
                blocks, transactions, blockNumber, waiting);
    }

    void stalled(long seconds, int waiting) {
        LOG.warn("no block although transactions wait replica={} seconds={} waiting={}", replica,
                seconds, waiting);
    }

    void misconduct(int accused, String kind, Path proof) {
        LOG.error("a replica is proved to lie: its key is in wrong hands, or its software is broken"
                + " replica={} accused={} kind={} proof={}", replica, accused, kind, proof);
    }

    void recovered(RecoveryRecord record) {
        LOG.warn("an epoch was ended by a record that its members signed replica={} epoch={}"
                + " lastSlot={} result={} record={}", replica, record.ended().number(),
                record.last().number(), record.result(), record.fingerprint());
    }

    void certificateEnds(String certificate, long days, Instant end) {
        LOG.warn(
                "a certificate {}: replace it; nothing here stops for it, but clients of JSON-RPC do"
                        + " replica={} certificate={} days={} end={}",
                days < 0 ? "has ended" : "ends soon",
                replica, certificate, days, end);
    }

    void epochFixed(long epoch, long start, int members) {
        LOG.info("the members change replica={} epoch={} afterSlot={} members={}", replica, epoch,
                start, members);
    }

    void membersNotTaken(String reason) {
        LOG.error("a change of the members does not come into force replica={} reason=\"{}\"",
                replica, reason);
    }

    void epochEntered(long epoch) {
        LOG.info("votes in the epoch replica={} epoch={}", replica, epoch);
    }

    void epochFollowed(long epoch, String reason) {
        LOG.warn("follows without a vote replica={} epoch={} reason=\"{}\"", replica, epoch,
                reason);
    }

    void left(int member, long epoch) {
        LOG.warn("this node has left the validators: it serves what it has, the others let it in no"
                + " more, and it may be stopped replica={} node={} epoch={}", replica, member,
                epoch);
    }

    void readyPosted(int member, Object transaction) {
        LOG.info("follows the chain and says that it can vote replica={} node={} transaction={}",
                replica, member, transaction);
    }

    void cannotJoin(int member, String reason) {
        LOG.warn("cannot join the validators replica={} node={} reason=\"{}\"", replica, member,
                reason);
    }

    void journalAnchored(long count, Object transaction) {
        LOG.info("tells the chain how far the journal of reads has come replica={} lines={}"
                + " transaction={}", replica, count, transaction);
    }

    void cannotAnchor(String reason) {
        LOG.warn("the journal of reads is not anchored on chain replica={} reason=\"{}\"",
                replica, reason);
    }

    void journalIsAnother(Path folder, long count, long block) {
        LOG.error("the journal of reads is not the one that is anchored: it is a new one, or lines"
                + " were cut off or changed; the chain will show that another begins replica={}"
                + " folder={} lines={} block={}", replica, folder, count, block);
    }

    void genesisWarning(String warning) {
        LOG.warn("genesis file: {}", warning);
    }

    void portableBls12381(String reason) {
        LOG.warn("BLS12-381 and KZG run in Java, some five times slower replica={} reason={}",
                replica, reason);
    }

    void snapshotRead(long seqNum, int chunks, long millis) {
        LOG.info("state read to be offered replica={} seqNum={} chunks={} millis={}", replica,
                seqNum, chunks, millis);
    }

    void snapshotTooLarge(long seqNum, int chunks) {
        LOG.error("state too large to be offered replica={} seqNum={} chunks={}", replica, seqNum,
                chunks);
    }

    void transferBegins(long seqNum, int chunks, int held) {
        LOG.info("state transfer begins replica={} seqNum={} chunks={} held={}", replica, seqNum,
                chunks, held);
    }

    void transferEnds(long seqNum, long block, long millis) {
        LOG.info("state transfer ends replica={} seqNum={} block={} millis={}", replica, seqNum,
                block, millis);
    }

    /** In {@code quorate node}'s log while the data of an older program is brought to the present format. */
    void migrating(long nextBlock, long headBlock) {
        if (nextBlock > headBlock) {
            LOG.info("data folder has the present format replica={} block={}", replica, headBlock);
        } else {
            LOG.info("data folder is brought to the present format replica={} block={} of={}",
                    replica, nextBlock, headBlock);
        }
    }

    void pruningBegins(long oldest) {
        LOG.info("old blocks are removed replica={} oldestKept={}", replica, oldest);
    }

    void diskHasRoom(long freeMib) {
        LOG.info("the disk has room again replica={} freeMiB={}", replica, freeMib);
    }

    void diskLow(long freeMib, long minMib) {
        LOG.warn("the disk is nearly full; the replica will stop replica={} freeMiB={} belowMiB={}",
                replica, freeMib, minMib);
    }

    void diskFull(long freeMib, long minMib) {
        LOG.error("the disk is full: the replica stops; make room and start it again replica={}"
                + " freeMiB={} minMiB={}", replica, freeMib, minMib);
    }

    void diskUnknown(Exception cause) {
        LOG.warn("cannot ask for the free space of the disk replica={}", replica, cause);
    }

    void fatal(Throwable cause, Path dataDir) {
        LOG.error("replica stopped and must be restarted replica={}", replica, cause);
        Damage.in(cause).ifPresent(what -> LOG.error("stored data are damaged replica={}"
                + " damage=\"{}\" next=\"{}\"", replica, what, Damage.advice(dataDir)));
    }

    void heartbeatFailed(RuntimeException cause) {
        LOG.error("heartbeat failed replica={}", replica, cause);
    }

    void stopped() {
        LOG.info("replica stopped replica={}", replica);
    }

    void noControlSocket(Path file, String reason) {
        LOG.warn("no control socket: a snapshot can be made while the replica is stopped only"
                + " replica={} file={} reason=\"{}\"", replica, file, reason);
    }

    void controlFailed(String reason) {
        LOG.warn("a client of the control socket failed replica={} reason=\"{}\"", replica,
                reason);
    }

    void checkpoint(Path directory) {
        LOG.info("a snapshot is made replica={} folder={}", replica, directory);
    }
}
