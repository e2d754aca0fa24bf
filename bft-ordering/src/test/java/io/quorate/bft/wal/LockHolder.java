package io.quorate.bft.wal;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/** Another process that holds the log of a directory until its input ends. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws IOException {
        if (!(WriteAheadLog.open(
                WalConfig.in(Path.of(arguments[0]))) instanceof Opened.Ready(var log, var cut))) {
            throw new IllegalStateException("the log was not free");
        }
        log.append(Bytes.of(1, 2, 3));
        log.sync();
        System.out.write('\n');
        System.out.flush();
        int unused = System.in.read();
        Runtime.getRuntime().halt(unused < 0 ? 0 : 1); // no clean close
    }
}
