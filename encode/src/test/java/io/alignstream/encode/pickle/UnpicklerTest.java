package io.alignstream.encode.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpicklerTest {
  /** One dictionary as Python 3.11 pickles it in the protocols 0 to 5. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "KGRwMApWeWVzCnAxCkkwCnNWbmHvdmUgXHU3MmFjXHUwMDBhXHUwMDVjCnAyCkkxCnNWdApwMwooSTEKSS0yCkwxMDk5NTExNjI3Nzc2TApMMTE4MDU5MTYyMDcxNzQxMTMwMzQyNEwKRjMuNQpOSTAxCnRwNApzVmwKcDUKKGxwNgpJMQphKGxwNwpJMgphKGxwOAphYSh0YXNWb2QKcDkKY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAxMAoodFJwMTEKVmIKcDEyCkkxCnNWYQpwMTMKSTIKc3NWcwpwMTQKY19fYnVpbHRpbl9fCnNldApwMTUKKChscDE2CkkzCmF0cDE3ClJwMTgKc1ZmCnAxOQpjX19idWlsdGluX18KZnJvemVuc2V0CnAyMAooKGxwMjEKSTQKYXRwMjIKUnAyMwpzVmJ5dGVzCnAyNApjX2NvZGVjcwplbmNvZGUKcDI1CihWXHUwMDAw/wpwMjYKVmxhdGluMQpwMjcKdHAyOApScDI5CnNWZGQKcDMwCmNjb2xsZWN0aW9ucwpkZWZhdWx0ZGljdApwMzEKKGNfX2J1aWx0aW5fXwpsb25nCnAzMgp0cDMzClJwMzQKVngKcDM1CkkyCnNzKFZ0dXBsZQpwMzYKSTEKdHAzNwpWa2V5CnAzOApzLg==",
        "fXEAKFgDAAAAeWVzcQFLAFgMAAAAbmHDr3ZlIOeKrApccQJLAVgBAAAAdHEDKEsBSv7///9MMTA5OTUxMTYyNzc3NkwKTDExODA1OTE2MjA3MTc0MTEzMDM0MjRMCkdADAAAAAAAAE5JMDEKdHEEWAEAAABscQVdcQYoSwFdcQcoSwJdcQhlKWVYAgAAAG9kcQljY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQopUnELKFgBAAAAYnEMSwFYAQAAAGFxDUsCdVgBAAAAc3EOY19fYnVpbHRpbl9fCnNldApxDyhdcRBLA2F0cRFScRJYAQAAAGZxE2NfX2J1aWx0aW5fXwpmcm96ZW5zZXQKcRQoXXEVSwRhdHEWUnEXWAUAAABieXRlc3EYY19jb2RlY3MKZW5jb2RlCnEZKFgDAAAAAMO/cRpYBgAAAGxhdGluMXEbdHEcUnEdWAIAAABkZHEeY2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnEfKGNfX2J1aWx0aW5fXwpsb25nCnEgdHEhUnEiWAEAAAB4cSNLAnMoWAUAAAB0dXBsZXEkSwF0cSVYAwAAAGtleXEmdS4=",
        "gAJ9cQAoWAMAAAB5ZXNxAUsAWAwAAABuYcOvdmUg54qsClxxAksBWAEAAAB0cQMoSwFK/v///4oGAAAAAAABigkAAAAAAAAAAEBHQAwAAAAAAABOiHRxBFgBAAAAbHEFXXEGKEsBXXEHKEsCXXEIZSllWAIAAABvZHEJY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEKKVJxCyhYAQAAAGJxDEsBWAEAAABhcQ1LAnVYAQAAAHNxDmNfX2J1aWx0aW5fXwpzZXQKcQ9dcRBLA2GFcRFScRJYAQAAAGZxE2NfX2J1aWx0aW5fXwpmcm96ZW5zZXQKcRRdcRVLBGGFcRZScRdYBQAAAGJ5dGVzcRhjX2NvZGVjcwplbmNvZGUKcRlYAwAAAADDv3EaWAYAAABsYXRpbjFxG4ZxHFJxHVgCAAAAZGRxHmNjb2xsZWN0aW9ucwpkZWZhdWx0ZGljdApxH2NfX2J1aWx0aW5fXwpsb25nCnEghXEhUnEiWAEAAAB4cSNLAnNYBQAAAHR1cGxlcSRLAYZxJVgDAAAAa2V5cSZ1Lg==",
        "gAN9cQAoWAMAAAB5ZXNxAUsAWAwAAABuYcOvdmUg54qsClxxAksBWAEAAAB0cQMoSwFK/v///4oGAAAAAAABigkAAAAAAAAAAEBHQAwAAAAAAABOiHRxBFgBAAAAbHEFXXEGKEsBXXEHKEsCXXEIZSllWAIAAABvZHEJY2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEKKVJxCyhYAQAAAGJxDEsBWAEAAABhcQ1LAnVYAQAAAHNxDmNidWlsdGlucwpzZXQKcQ9dcRBLA2GFcRFScRJYAQAAAGZxE2NidWlsdGlucwpmcm96ZW5zZXQKcRRdcRVLBGGFcRZScRdYBQAAAGJ5dGVzcRhDAgD/cRlYAgAAAGRkcRpjY29sbGVjdGlvbnMKZGVmYXVsdGRpY3QKcRtjYnVpbHRpbnMKaW50CnEchXEdUnEeWAEAAAB4cR9LAnNYBQAAAHR1cGxlcSBLAYZxIVgDAAAAa2V5cSJ1Lg==",
        "gASV+AAAAAAAAAB9lCiMA3llc5RLAIwMbmHDr3ZlIOeKrApclEsBjAF0lChLAUr+////igYAAAAAAAGKCQAAAAAAAAAAQEdADAAAAAAAAE6IdJSMAWyUXZQoSwFdlChLAl2UZSlljAJvZJSMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpQojAFilEsBjAFhlEsCdYwBc5SPlChLA5CMAWaUKEsEkZSMBWJ5dGVzlEMCAP+UjAJkZJRoCowLZGVmYXVsdGRpY3SUk5SMCGJ1aWx0aW5zlIwDaW50lJOUhZRSlIwBeJRLAnOMBXR1cGxllEsBhpSMA2tleZR1Lg==",
        "gAWV+AAAAAAAAAB9lCiMA3llc5RLAIwMbmHDr3ZlIOeKrApclEsBjAF0lChLAUr+////igYAAAAAAAGKCQAAAAAAAAAAQEdADAAAAAAAAE6IdJSMAWyUXZQoSwFdlChLAl2UZSlljAJvZJSMC2NvbGxlY3Rpb25zlIwLT3JkZXJlZERpY3SUk5QpUpQojAFilEsBjAFhlEsCdYwBc5SPlChLA5CMAWaUKEsEkZSMBWJ5dGVzlEMCAP+UjAJkZJRoCowLZGVmYXVsdGRpY3SUk5SMCGJ1aWx0aW5zlIwDaW50lJOUhZRSlIwBeJRLAnOMBXR1cGxllEsBhpSMA2tleZR1Lg=="
      })
  void readsPlainValuesOfEveryProtocol(String base64) {
    var read = Unpickler.readPlain(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));

    Map<Object, Object> expected =
        Map.of(
            "yes",
            0L,
            "naïve 犬\n\\",
            1L,
            "t",
            new Tuple(List.of(1L, -2L, 1L << 40, BigInteger.TWO.pow(70), 3.5, None.NONE, true)),
            "l",
            List.of(1L, List.of(2L, List.of()), new Tuple(List.of())),
            "od",
            Map.of("b", 1L, "a", 2L),
            "s",
            Set.of(3L),
            "f",
            Set.of(4L),
            "bytes",
            ByteBuffer.wrap(new byte[] {0, -1}),
            "dd",
            Map.of("x", 2L),
            new Tuple(List.of("tuple", 1L)),
            "key");
    assertThat(read).isEqualTo(expected);
  }

  @Test
  void readsWhatPythonTwoWrote() {
    assertThat(plain("(dp1\nS'it\\'s'\np2\nI1\nsS\"a\\tb\"\np3\nI0\ns."))
        .isEqualTo(Map.of("it's", 1L, "a\tb", 0L));
  }

  @Test
  void refusesStringsThatAreNotQuoted() {
    assertThatThrownBy(() -> plain("Sabc\n."))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("quotes");
  }

  @Test
  void refusesToCallAType() {
    assertThatThrownBy(() -> plain("c__builtin__\nint\n(I1\ntR."))
        .isInstanceOf(PickleException.class)
        .hasMessageContaining("not called");
  }

  private static Object plain(String pickle) {
    return Unpickler.readPlain(ByteBuffer.wrap(pickle.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
