package io.quorate.node.access;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.ReaderIdentity;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.Security;
import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the file that {@code rpc.access} names (TOML): roles, whose certificates and tokens have them, TLS, limits,
 * access log and journal. Relative paths start at its folder.
 */
public final class AccessFile {
    private static final int SIZE_BYTES_MAX = 256 * 1024;
    private static final String ORGANISATION = "organisation ";
    private static final TomlMapper TOML = TomlMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build();

    private final Path file;

    private AccessFile(Path file) {
        this.file = file;
    }

    public record Access(Security security, AccessLogs logs) {}

    private record Content(Map<String, List<String>> roles, Map<String, List<String>> clients,
            Map<String, String> identities, Tls tls, Tokens tokens, Limits limits, Log log,
            Journal journal) {}

    private record Tls(String certificate, String key, String clientAuthorities) {}

    private record Tokens(String secretFile, List<String> publicKeyFiles, String issuer,
            String audience, String rolesClaim) {}

    private record Limits(int requestsPerSecond, int concurrent) {}

    private record Log(String file) {}

    private record Journal(String folder, Long anchorEveryBlocks, Long anchorEverySeconds) {}

    /** {@code open} is what callers may do that do not say who they are; fails with {@link OperatorException}. */
    public static Access read(Path file, Grants open) {
        return new AccessFile(file).access(open);
    }

    private Access access(Grants open) {
        Content content = parse();
        Map<String, Grants> roles = new LinkedHashMap<>();
        orElse(content.roles, Map.<String, List<String>>of())
                .forEach((name, names) -> roles.put(name, new Grants(Set.copyOf(names))));
        Map<String, List<String>> clients = orElse(content.clients, Map.<String, List<String>>of());
        clients.forEach((subject, names) -> names.stream().filter(name -> !roles.containsKey(name))
                .findFirst().ifPresent(name -> {
                    throw wrong("clients.\"" + subject + "\" names the role \"" + name
                            + "\", but [roles] has only "
                            + roles.keySet().stream().sorted().collect(Collectors.toList()));
                }));
        Optional<Security.Tls> tls = Optional.ofNullable(content.tls).map(this::tls);
        if (!clients.isEmpty() && tls.flatMap(Security.Tls::clientAuthorities).isEmpty()) {
            throw wrong("[clients] needs tls.client-authorities, the certificates of those who"
                    + " issue clients' certificates");
        }
        Limits limits = orElse(content.limits, new Limits(0, 0));
        if (limits.requestsPerSecond < 0 || limits.concurrent < 0) {
            throw wrong("a limit is below 0; 0 is none");
        }
        Map<String, ReaderIdentity> identities = new LinkedHashMap<>();
        orElse(content.identities, Map.<String, String>of())
                .forEach((name, who) -> identities.put(name, identity(name, who)));
        Security security = new Security(open, roles, clients, identities, tls,
                Optional.ofNullable(content.tokens).map(this::tokens),
                new Security.Rates(limits.requestsPerSecond, limits.concurrent));
        return new Access(security, new AccessLogs(
                Optional.ofNullable(content.log)
                        .map(log -> resolve(required(log.file, "log.file"))),
                Optional.ofNullable(content.journal)
                        .map(this::journal)));
    }

    private AccessLogs.Journal journal(Journal journal) {
        long blocks = orElse(journal.anchorEveryBlocks, AccessLogs.ANCHOR_BLOCKS);
        long seconds = orElse(journal.anchorEverySeconds, AccessLogs.ANCHOR_SECONDS);
        if (blocks < 0 || seconds < 1) {
            throw wrong("journal.anchor-every-blocks is from 0 on (0: no anchors) and"
                    + " journal.anchor-every-seconds from 1 on");
        }
        return new AccessLogs.Journal(resolve(required(journal.folder, "journal.folder")), blocks,
                seconds);
    }

    private ReaderIdentity identity(String name, String text) {
        if (text.matches("0x[0-9a-fA-F]{40}")) {
            return new ReaderIdentity.OfAccount(Address.fromHex(text));
        }
        if (text.matches("organisation [1-9]\\d{0,8}")) {
            return new ReaderIdentity.OfOrganisation(
                    Long.parseLong(text.substring(ORGANISATION.length())));
        }
        throw wrong("identities.\"" + name + "\" is \"" + text + "\"; expected an account, 0x and"
                + " 40 hexadecimal digits, or an organisation, such as \"organisation 2\"");
    }

    private Security.Tls tls(Tls tls) {
        return new Security.Tls(readable(required(tls.certificate, "tls.certificate")),
                readable(required(tls.key, "tls.key")),
                Optional.ofNullable(tls.clientAuthorities).map(this::readable));
    }

    private Security.Tokens tokens(Tokens tokens) {
        return new Security.Tokens(Optional.ofNullable(tokens.secretFile).map(this::readable),
                orElse(tokens.publicKeyFiles, List.<String>of()).stream().map(this::readable)
                        .toList(),
                Optional.ofNullable(tokens.issuer), Optional.ofNullable(tokens.audience),
                orElse(tokens.rolesClaim, "roles"));
    }

    private Content parse() {
        try {
            if (Files.size(file) > SIZE_BYTES_MAX) {
                throw wrong("it is larger than " + SIZE_BYTES_MAX + " bytes");
            }
            return TOML.readValue(Files.readString(file), Content.class);
        } catch (NoSuchFileException e) {
            throw new OperatorException("There is no access file " + file
                    + "; rpc.access names it. docs/operating.md shows one.", e);
        } catch (UnrecognizedPropertyException e) {
            throw new OperatorException(file + ": " + place(e) + " is unknown; allowed here are "
                    + e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList()
                    + ".", e);
        } catch (JsonMappingException e) {
            throw new OperatorException(
                    file + ": " + place(e) + ": " + e.getOriginalMessage() + ".", e);
        } catch (JacksonException e) {
            throw new OperatorException(
                    file + " is not valid TOML: " + e.getOriginalMessage() + ".", e);
        } catch (IOException e) {
            throw new OperatorException("Cannot read " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]"
                        : part.getFieldName())
                .collect(Collectors.joining("."));
    }

    private Path resolve(String name) {
        return file.toAbsolutePath().normalize().resolveSibling(name);
    }

    private Path readable(String name) {
        Path path = resolve(name);
        if (!Files.isReadable(path)) {
            throw wrong("there is no readable file " + path);
        }
        return path;
    }

    private String required(String value, String key) {
        if (value == null) {
            throw wrong(key + " is missing");
        }
        return value;
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private OperatorException wrong(String what) {
        return new OperatorException(file + ": " + what + ".");
    }
}
