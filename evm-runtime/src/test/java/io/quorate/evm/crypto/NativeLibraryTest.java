package io.quorate.evm.crypto;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
    private static final String CHOICE = "quorate.crypto";

    private final String before = System.getProperty(CHOICE);

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(CHOICE);
        } else {
            System.setProperty(CHOICE, before);
        }
    }

    @Test
    void theOperatorCanKeepLibrariesOut() {
        System.setProperty(CHOICE, "portable");
        assertThatThrownBy(Bls12381Native::load).isInstanceOf(NativeUnavailableException.class)
                .hasMessage("-Dquorate.crypto=portable is set");
    }

    @Test
    void saysWhichLibraryIsMissing() {
        System.clearProperty(CHOICE);
        assertThatThrownBy(() -> NativeLibrary.load("/no/such/library.so"))
                .isInstanceOf(NativeUnavailableException.class)
                .hasMessageContaining("/no/such/library.so");
    }
}
