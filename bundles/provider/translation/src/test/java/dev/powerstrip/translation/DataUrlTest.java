package dev.powerstrip.translation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataUrlTest {

    @Test
    void tellsWhetherItsDataIsBase64() {
        assertThat(DataUrl.of("data:image/png;base64,iVBO")).contains(new DataUrl("image/png", true, "iVBO"));
        assertThat(DataUrl.of("data:text/plain;charset=utf-8;base64,aGk="))
            .contains(new DataUrl("text/plain", true, "aGk="));
        assertThat(DataUrl.of("data:;base64;a,hi")).contains(new DataUrl("text/plain", false, "hi"));
        assertThat(DataUrl.of("data:,hi")).contains(new DataUrl("text/plain", false, "hi"));
        assertThat(DataUrl.of("https://example.org/a.png")).isEmpty();
    }

    @Test
    void takesAsManyParametersAsThereAre() {
        assertThat(DataUrl.of("data:image/png" + ";a=b".repeat(50_000) + ";base64,iVBO"))
            .contains(new DataUrl("image/png", true, "iVBO"));
    }
}
