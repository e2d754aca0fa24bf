package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.utils.Numeric;

/** A development network, whose account k is the admin of organisation k + 1 for k up to 3, and commands that change it. */
final class DevMembers implements AutoCloseable {
    private static final String MNEMONIC = "test test test test test test test test test test test junk";

    private final Path folder;
    private final ProductProcess process;
    private final String url;

    private DevMembers(Path folder, ProductProcess process, String url) {
        this.folder = folder;
        this.process = process;
        this.url = url;
    }

    static DevMembers start(Path folder, String... options) {
        int port = Ports.free(4);
        List<String> arguments = new ArrayList<>(
                List.of("dev", "--rpc-port", String.valueOf(port)));
        arguments.addAll(List.of(options));
        return new DevMembers(folder,
                ProductProcess.start(folder, arguments.toArray(String[]::new)).awaitReady(),
                "http://127.0.0.1:" + port);
    }

    RpcClient rpc() {
        return new RpcClient(url);
    }

    static Credentials account(int index) {
        Bip32ECKeyPair master = Bip32ECKeyPair
                .generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, ""));
        int hard = Bip32ECKeyPair.HARDENED_BIT;
        return Credentials.create(Bip32ECKeyPair.deriveKeyPair(master,
                new int[]{44 | hard, 60 | hard, hard, 0, index}));
    }

    /** A file with the account's key, as the commands take it. */
    Path keyOf(int index) {
        Path file = folder.resolve("account-" + index + ".key");
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, Numeric.toHexStringNoPrefixZeroPadded(
                        account(index).getEcKeyPair().getPrivateKey(), 64));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the command printed, which had to succeed. */
    String said(String... arguments) throws InterruptedException {
        ProductProcess.Finished finished = run(arguments);
        assertThat(finished.exitCode()).as(finished.output()).isZero();
        return finished.output();
    }

    /** What the command said, which had to refuse in a sentence. */
    String refused(String... arguments) throws InterruptedException {
        ProductProcess.Finished finished = run(arguments);
        assertThat(finished.exitCode()).as(finished.output()).isEqualTo(2);
        assertThat(finished.output()).contains("quorate: ").doesNotContain("\tat ");
        return finished.output();
    }

    private ProductProcess.Finished run(String... arguments) throws InterruptedException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--rpc", url));
        return ProductProcess.run(folder, all.toArray(String[]::new));
    }

    /** Proposed by whoever proposed it for organisation 1: two more agree, and it is carried out. */
    void decide(long proposal) throws InterruptedException {
        String id = String.valueOf(proposal);
        said("members", "approve", id, "--account", keyOf(1).toString());
        said("members", "approve", id, "--account", keyOf(2).toString());
        assertThat(said("members", "execute", id, "--account", keyOf(0).toString(), "--yes"))
                .contains("done");
    }

    @Override
    public void close() {
        process.close();
    }
}
