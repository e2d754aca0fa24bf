package io.quorate.genesis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.genesis.ConfigException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Who is asked for a password, and how often. */
class PasswordSourcesTest {
    private final List<String> prompts = new ArrayList<>();

    private Passwords typing(String... answers) {
        Queue<String> typed = new ArrayDeque<>(List.of(answers));
        return new PasswordSources(Optional.empty(), Map.of(), prompt -> {
            prompts.add(prompt);
            return typed.isEmpty() ? null : typed.remove().toCharArray();
        });
    }

    @Test
    void aKnownPasswordIsAskedForOnce() {
        assertThat(typing("secret").of("key.json")).isEqualTo("secret".toCharArray());
        assertThat(prompts).containsExactly("Password of key.json: ");
    }

    @Test
    void aNewOneIsAskedForTwice() {
        assertThat(Passwords.ofNew(typing("secret", "secret"), "key.json"))
                .isEqualTo("secret".toCharArray());
        assertThat(prompts).containsExactly("New password of key.json: ",
                "The same once more: ");
        assertThatThrownBy(() -> Passwords.ofNew(typing("secret", "sceret"), "key.json"))
                .isInstanceOf(ConfigException.class).hasMessageContaining("differ");
        assertThatThrownBy(() -> Passwords.ofNew(typing("", ""), "key.json"))
                .isInstanceOf(ConfigException.class).hasMessageContaining("empty");
    }

    @Test
    void nobodyIsAskedWhereAVariableHasIt() {
        Passwords stored = new PasswordSources(Optional.empty(),
                Map.of(Passwords.VARIABLE, "secret"), _ -> {
                    throw new AssertionError("asked");
                });
        assertThat(Passwords.ofNew(stored, "key.json")).isEqualTo("secret".toCharArray());
    }

    @Test
    void whereNobodySitsItSaysWhatToDo() {
        assertThatThrownBy(() -> typing().of("key.json")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("--password-file");
    }
}
