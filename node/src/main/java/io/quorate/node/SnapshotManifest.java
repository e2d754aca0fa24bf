package io.quorate.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code snapshot.json}: what a snapshot is of, what proves it, and the files that it has. It is written last, so a snapshot
 * with a manifest is whole.
 *
 * @param slot of which the state is; 0 where nothing was ordered
 * @param recordHash of that slot's record; the genesis block's for slot 0
 * @param proof empty for slot 0, and where a recovery record ended the epoch with this slot
 * @param created when, and by which version
 */
record SnapshotManifest(long chainId, Hash genesis, long block, Hash blockHash, long slot,
        Hash recordHash, Optional<CertifiedSlot> proof, String created, List<FileEntry> files) {
    static final String FILE_NAME = "snapshot.json";
    private static final long FORMAT = 1;
    /** A database of many terabytes has some hundred thousand files. */
    private static final long BYTES_MAX = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param path relative to the snapshot, with {@code /} between names */
    record FileEntry(String path, long bytes, String sha256) {}

    SnapshotManifest {
        files = List.copyOf(files);
    }

    SnapshotManifest with(List<FileEntry> entries) {
        return new SnapshotManifest(chainId, genesis, block, blockHash, slot, recordHash, proof,
                created, entries);
    }

    /** Durable when it returns; no part of it is there before. */
    void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("format", FORMAT).put("chainId", chainId).put("genesis", genesis.toString())
                .put("block", block).put("blockHash", blockHash.toString()).put("slot", slot)
                .put("recordHash", recordHash.toString()).put("created", created);
        proof.ifPresent(found -> ControlMessages.write(json.putObject("proof"), found));
        ArrayNode list = json.putArray("files");
        files.forEach(file -> list.addObject().put("path", file.path()).put("bytes", file.bytes())
                .put("sha256", file.sha256()));
        byte[] text = (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        Path fresh = folder.resolve(FILE_NAME + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, folder.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    /** Fails with {@link IllegalArgumentException} where the file is missing or is no manifest; the message says why. */
    static SnapshotManifest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("there is no " + FILE_NAME
                    + ": the command that made the snapshot did not come to its end");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IllegalArgumentException(FILE_NAME + " has " + Files.size(file)
                    + " bytes, and may have " + BYTES_MAX);
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            long format = number(json, "format");
            if (format != FORMAT) {
                throw new IllegalArgumentException("has format " + format
                        + "; this program reads format " + FORMAT);
            }
            return new SnapshotManifest(number(json, "chainId"), hash(json, "genesis"),
                    number(json, "block"), hash(json, "blockHash"), number(json, "slot"),
                    hash(json, "recordHash"),
                    json.has("proof") ? ControlMessages.readProof(json.get("proof"))
                            : Optional.empty(),
                    ControlMessages.text(json, "created"), files(json.path("files")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    FILE_NAME + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(FILE_NAME + " is no manifest: " + e.getMessage(), e);
        }
    }

    private static List<FileEntry> files(JsonNode list) {
        if (!list.isArray()) throw new IllegalArgumentException("'files' is no list");
        List<FileEntry> files = new ArrayList<>();
        for (JsonNode file : list) {
            String path = ControlMessages.text(file, "path");
            // Nothing outside of the snapshot is read or written in its name.
            if (!path.matches("(chain|recovery)/[A-Za-z0-9._-]+") || path.contains("..")) {
                throw new IllegalArgumentException("'" + path + "' is no file of a snapshot");
            }
            String sha256 = ControlMessages.text(file, "sha256");
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256");
            }
            files.add(new FileEntry(path, number(file, "bytes"), sha256));
        }
        return files;
    }

    private static long number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
            throw new IllegalArgumentException("'" + field + "' is missing or no number");
        }
        return value.asLong();
    }

    private static Hash hash(JsonNode json, String field) {
        String text = ControlMessages.text(json, field);
        if (!text.matches("0x[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + field + "' is no hash: " + text);
        }
        return Hash.fromHex(text);
    }
}
