package io.quorate.genesis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Pkcs11UriTest {
    @Test
    void readsWhatAKeyNeeds() {
        Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:object=my%20key;slot-id=17;type=private"
                + "?module-path=/usr/lib/m.so&pin-source=file:/etc/pin");
        assertThat(uri.object()).isEqualTo("my key");
        assertThat(uri.slot()).hasValue(17);
        assertThat(uri.module()).isEqualTo(Path.of("/usr/lib/m.so"));
        assertThat(uri.pinFile()).contains(Path.of("/etc/pin"));
        assertThat(Pkcs11Uri.parse("pkcs11:object=a?module-path=/m.so").slot()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pkcs11:", "pkcs11:object=a", "pkcs11:?module-path=/m.so",
            "pkcs11:object=a;object=b?module-path=/m.so", "pkcs11:object=%zz?module-path=/m.so",
            "pkcs11:object=a;slot-id=x?module-path=/m.so",
            "pkcs11:object=a;token=t?module-path=/m.so", "pkcs11:object?module-path=/m.so"})
    void saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> Pkcs11Uri.parse(text)).hasMessageStartingWith(text);
    }
}
