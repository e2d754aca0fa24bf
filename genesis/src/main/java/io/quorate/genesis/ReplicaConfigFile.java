package io.quorate.genesis;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reads a replica's {@code quorate.toml}. */
public final class ReplicaConfigFile {
    private static final int SIZE_BYTES_MAX = 256 * 1024;
    /** Four windows of 64 slots. */
    private static final int WINDOWS_KEPT = 256;
    /** As far as a contract can look back (BLOCKHASH), for whoever asks what it saw. */
    private static final int BLOCKS_KEPT_MIN = 256;
    private static final TomlMapper TOML = new TomlMapper();

    private ReplicaConfigFile() {}

    /**
     * Reads {@code file}; a variable {@code QUORATE_<SECTION>_<KEY>} in {@code environment} takes the place
     * of what the file says, and relative paths are meant from the file's directory, those of variables
     * from the working directory. Fails with {@link ConfigException}.
     */
    public static NodeSettings read(Path file, Map<String, String> environment) {
        Path absolute = file.toAbsolutePath().normalize();
        SettingValues values = new SettingValues(absolute);
        readFile(absolute, values);
        readEnvironment(environment, values);
        return new NodeSettings(absolute, values.path(SettingKey.DATA_DIR),
                values.path(SettingKey.GENESIS), values.optionalNumber(SettingKey.MEMBER),
                values.optionalPath(SettingKey.RECORD),
                new NodeSettings.Keys(values.path(SettingKey.VALIDATOR_KEY),
                        values.optionalText(SettingKey.KEY_DEVICE),
                        values.path(SettingKey.BLS_KEY), values.path(SettingKey.TLS_KEY),
                        values.path(SettingKey.TLS_CERTIFICATE),
                        values.optionalPath(SettingKey.PASSWORD_FILE),
                        values.optionalPath(SettingKey.NEXT_VALIDATOR_KEY),
                        values.optionalPath(SettingKey.NEXT_BLS_KEY),
                        values.optionalPath(SettingKey.FIRST_LOG)
                                .orElseGet(() -> NodeSettings.Keys.firstLogBeside(
                                        values.path(SettingKey.VALIDATOR_KEY)))),
                new NodeSettings.P2p(
                        values.endpoint(SettingKey.P2P_HOST, SettingKey.P2P_PORT)),
                new NodeSettings.Rpc(values.bool(SettingKey.RPC_ENABLED),
                        values.endpoint(SettingKey.RPC_HOST, SettingKey.RPC_PORT),
                        values.list(SettingKey.RPC_GROUPS), values.list(SettingKey.RPC_ORIGINS),
                        values.list(SettingKey.RPC_HOSTS),
                        values.optionalPath(SettingKey.RPC_ACCESS),
                        values.number(SettingKey.RPC_CONNECTIONS, 1),
                        values.number(SettingKey.RPC_CALL_GAS, 21_000)),
                new NodeSettings.Log(
                        values.oneOf(SettingKey.LOG_LEVEL, NodeSettings.Log.Level.class),
                        values.oneOf(SettingKey.LOG_FORMAT, NodeSettings.Log.Format.class)),
                new NodeSettings.Metrics(values.bool(SettingKey.METRICS_ENABLED),
                        values.endpoint(SettingKey.METRICS_HOST, SettingKey.METRICS_PORT)),
                sync(values), storage(values), new NodeSettings.Execution(
                        values.number(SettingKey.EXECUTION_THREADS, 0),
                        values.bool(SettingKey.EXECUTION_OVERLAP)),
                new NodeSettings.Tracing(values.optionalUrl(SettingKey.TRACING_ENDPOINT),
                        values.ratio(SettingKey.TRACING_RATIO)),
                new NodeSettings.Console(values.bool(SettingKey.CONSOLE_ENABLED),
                        values.optionalPath(SettingKey.CONSOLE_NETWORKS)));
    }

    /** Fewer slots than two intervals would leave a replica between the last snapshot and the slots behind it. */
    private static NodeSettings.Sync sync(SettingValues values) {
        int interval = values.number(SettingKey.SNAPSHOT_INTERVAL, 16);
        int kept = values.number(SettingKey.SLOTS_KEPT, 0);
        if (kept > 0 && kept < 2L * interval + WINDOWS_KEPT) {
            values.number(SettingKey.SLOTS_KEPT, 2 * interval + WINDOWS_KEPT);
        }
        return new NodeSettings.Sync(interval, kept);
    }

    private static NodeSettings.Storage storage(SettingValues values) {
        return new NodeSettings.Storage(
                values.oneOf(SettingKey.STORAGE_MODE, NodeSettings.Storage.Mode.class),
                values.number(SettingKey.BLOCKS_KEPT, BLOCKS_KEPT_MIN),
                values.number(SettingKey.MIN_FREE, 0), values.number(SettingKey.CACHE, 1),
                values.number(SettingKey.WRITE_BUFFER, 1),
                values.number(SettingKey.OPEN_FILES, 16));
    }

    private static void readFile(Path file, SettingValues values) {
        String text = textOf(file);
        TomlLines lines = TomlLines.of(text);
        JsonNode root = parse(file, text);
        root.properties().forEach(section -> {
            String name = section.getKey();
            if (!SettingKey.sections().contains(name)) {
                throw unknown(file + ":" + lines.lineOf(name), name, SettingKey.sections());
            }
            if (!section.getValue().isObject()) {
                throw new ConfigException(file + ":" + lines.lineOf(name) + ": " + name
                        + " is a section; write [" + name + "] and its keys below");
            }
            section.getValue().properties().forEach(entry -> {
                String path = name + "." + entry.getKey();
                String place = file + ":" + lines.lineOf(path);
                SettingKey key = SettingKey.find(name, entry.getKey()).orElseThrow(() -> unknown(
                        place, path, SettingKey.keysOf(name).stream()
                                .map(each -> name + "." + each).toList()));
                if (!entry.getValue().isValueNode()) {
                    throw new ConfigException(
                            place + ": " + path + " is no single value, but a list or section");
                }
                values.put(key, entry.getValue().asText(), place + ": " + path);
            });
        });
    }

    private static void readEnvironment(Map<String, String> environment, SettingValues values) {
        List<String> variables = Arrays.stream(SettingKey.values()).map(SettingKey::variable)
                .toList();
        environment.keySet().stream().filter(SettingKey::isInOurSections).sorted()
                .filter(variable -> !variables.contains(variable)).findFirst()
                .ifPresent(variable -> {
                    throw unknown("environment", variable, variables);
                });
        for (SettingKey key : SettingKey.values()) {
            if (environment.containsKey(key.variable())) {
                values.override(key, environment.get(key.variable()));
            }
        }
    }

    private static ConfigException unknown(String place, String written, List<String> known) {
        String hint = NearestKey.of(written, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("; allowed are " + String.join(", ", known));
        return new ConfigException(place + ": " + Quote.shortened(written) + " is unknown" + hint);
    }

    private static String textOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(SIZE_BYTES_MAX + 1);
            if (content.length > SIZE_BYTES_MAX) {
                throw new ConfigException("the configuration " + file + " is larger than "
                        + SIZE_BYTES_MAX + " bytes, which is the most that is read");
            }
            return new String(content, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no configuration " + file
                    + "; './quorate network init' writes one for each replica", e);
        } catch (IOException e) {
            throw new ConfigException(
                    "cannot read the configuration " + file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(Path file, String text) {
        try {
            return TOML.readTree(text);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(file + ":" + line + ": not valid TOML: "
                    + Quote.shortened(e.getOriginalMessage()), e);
        }
    }
}
