package io.quorate.it.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JSON Web Tokens with which callers of a replica say who they are, and an access file that takes them. */
public final class Tokens {
    private static final byte[] SECRET = "thirty-two bytes are the least..".getBytes(
            StandardCharsets.UTF_8);

    private Tokens() {}

    /** Writes the secret and an access file into the folder of a replica, whose settings name it from then on. */
    public static void accept(Path replicaFolder, String accessFile) throws IOException {
        Files.write(replicaFolder.resolve("jwt"), SECRET);
        Files.writeString(replicaFolder.resolve("access.toml"),
                accessFile + "[tokens]\nsecret-file = \"jwt\"\n");
        Path settings = replicaFolder.resolve("quorate.toml");
        String text = Files.readString(settings);
        String named = text.replace("\naccess = \"\"\n", "\naccess = \"access.toml\"\n");
        if (named.equals(text)) throw new IOException("no rpc.access in " + settings);
        Files.writeString(settings, named);
    }

    /** For an hour. */
    public static String of(String subject, String role) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String head = base64.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
                .getBytes(StandardCharsets.UTF_8));
        String claims = base64.encodeToString(("{\"sub\":\"" + subject + "\",\"roles\":[\"" + role
                + "\"],\"exp\":" + Instant.now().plusSeconds(3_600).getEpochSecond() + "}")
                .getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            return head + "." + claims + "." + base64.encodeToString(
                    mac.doFinal((head + "." + claims).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC with SHA-256", e);
        }
    }
}
