package io.quorate.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Completes the inventory that Maven made of its artifacts (CycloneDX 1.6) by what a release has besides: the Java runtime,
 * and for an image the libraries of the system. Writes {@code sbom.cdx.json} and {@code licenses/THIRD-PARTY.md}.
 */
public final class Inventory {
    private static final String LICENCES = "licenses";
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode bom;
    private final ArrayNode components;

    private Inventory(Path mavenBom) throws IOException {
        if (!Files.exists(mavenBom)) {
            throw new IllegalStateException("there is no " + mavenBom
                    + ": the plugin that writes it does nothing where Maven is offline (-o)");
        }
        bom = (ObjectNode) JSON.readTree(mavenBom.toFile());
        components = (ArrayNode) bom.get("components");
    }

    /**
     * {@code Inventory TARGET FOLDER [PACKAGES]}: Maven's inventory and the Java runtime are in TARGET, the release in FOLDER; PACKAGES lists
     * packages of Debian, on each line name, version, architecture, source package and the file of its licence.
     */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        Inventory inventory = new Inventory(target.resolve("maven.cdx.json"));
        inventory.takeJars(folder.resolve("lib"));
        inventory.addRuntime(target.resolve("runtime"));
        if (arguments.length > 2) inventory.addPackages(Path.of(arguments[2]));
        JSON.writeValue(folder.resolve("sbom.cdx.json").toFile(), inventory.bom);
        Files.writeString(folder.resolve(LICENCES).resolve("THIRD-PARTY.md"),
                inventory.thirdParties(folder.resolve(LICENCES)));
    }

    /**
     * A jar that nobody listed would be given away unnoticed. Those that were changed for the release (signatures, libraries
     * of other machines) are no longer what Maven hashed: the hash is that of the file in the release.
     */
    private void takeJars(Path lib) throws IOException {
        Map<String, ObjectNode> listed = new HashMap<>();
        components.forEach(component -> listed.put(text(component, "name") + "-"
                + text(component, "version") + classifier(component) + ".jar",
                (ObjectNode) component));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "*.jar")) {
            for (Path jar : jars) {
                ObjectNode component = listed.remove(jar.getFileName().toString());
                if (component == null) {
                    throw new IllegalStateException("not in Maven's inventory: " + jar);
                }
                component.putArray("hashes").addObject().put("alg", "SHA-256").put("content",
                        sha256(jar));
            }
        }
        if (!listed.isEmpty()) {
            throw new IllegalStateException("in Maven's inventory and not in " + lib + ": "
                    + listed.keySet());
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The classifier is a qualifier of the package URL. */
    private static String classifier(JsonNode component) {
        String[] parts = text(component, "purl").split("classifier=", 2);
        return parts.length < 2 ? "" : "-" + parts[1].split("&", 2)[0];
    }

    private void addRuntime(Path runtime) throws IOException {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(runtime.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_RUNTIME_VERSION",
                release.getProperty("JAVA_VERSION")).replace("\"", "");
        ObjectNode component = component("application", "openjdk-runtime", version,
                "pkg:generic/openjdk@" + version.replace("+", "%2B"),
                "GPL-2.0-with-classpath-exception");
        component.put("description", "Java runtime, made by jlink: modules "
                + release.getProperty("MODULES", "").replace("\"", ""));
        components.add(component);
    }

    private void addPackages(Path packages) throws IOException {
        for (String line : Files.readAllLines(packages)) {
            String[] fields = line.split("\t");
            ObjectNode component = component("library", fields[0], fields[1],
                    "pkg:deb/debian/" + fields[0] + "@" + fields[1].replace("+", "%2B")
                            .replace(":", "%3A") + "?arch=" + fields[2],
                    null);
            component.putArray("licenses").addObject().putObject("license").put("name",
                    "see " + LICENCES + "/" + fields[4]);
            component.put("description", "From Debian, source package " + fields[3]);
            components.add(component);
        }
    }

    private static ObjectNode component(String type, String name, String version, String purl,
            String licence) {
        ObjectNode component = JSON.createObjectNode().put("type", type).put("bom-ref", purl)
                .put("name", name).put("version", version);
        if (licence != null) {
            component.putArray("licenses").addObject().putObject("license").put("id", licence);
        }
        return component.put("purl", purl);
    }

    private String thirdParties(Path licences) {
        List<String> lines = new ArrayList<>();
        for (JsonNode component : components) {
            if (text(component, "group").equals("io.quorate")) continue;
            String name = text(component, "name") + "-" + text(component, "version");
            String texts = Files.isDirectory(licences.resolve(name)) ? "[texts](" + name + ")" : "";
            lines.add("| " + text(component, "group") + " | " + text(component, "name") + " | "
                    + text(component, "version") + " | " + licence(component) + " | " + texts
                    + " |\n");
        }
        lines.sort(null);
        return """
                # What is in this release besides Quorate

                Quorate is under the Apache licence 2.0, see LICENSE. Where a jar brings texts of its own they are in the folder
                that is named; those of the Java runtime are in `runtime/legal`. The same list for programs is `sbom.cdx.json`.

                | group | name | version | licence | |
                |---|---|---|---|---|
                """
                + String.join("", lines);
    }

    private static String licence(JsonNode component) {
        List<String> names = new ArrayList<>();
        for (JsonNode licence : component.path("licenses")) {
            JsonNode one = licence.path("license");
            String name = licence.has("expression") ? text(licence, "expression")
                    : one.has("id") ? text(one, "id") : text(one, "name");
            names.add(name);
        }
        if (names.isEmpty()) {
            throw new IllegalStateException("no licence is known of " + component.get("purl"));
        }
        return String.join(" or ", names);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText("");
    }
}
