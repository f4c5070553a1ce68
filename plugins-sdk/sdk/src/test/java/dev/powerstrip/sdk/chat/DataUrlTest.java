package dev.powerstrip.sdk.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataUrlTest {

    @Test
    void tellsMediaTypeAndBytes() {
        assertThat(DataUrl.of("data:image/png;base64,iVBO")).contains(new DataUrl("image/png", "iVBO"));
        assertThat(DataUrl.of("data:text/plain;charset=utf-8;base64,aGk=")).contains(new DataUrl("text/plain", "aGk="));
        assertThat(DataUrl.of("data:,%68i")).contains(new DataUrl("text/plain", "aGk="));
    }

    @Test
    void takesAsManyParametersAsThereAre() {
        assertThat(DataUrl.of("data:image/png" + ";a=b".repeat(50_000) + ";base64,iVBO"))
            .contains(new DataUrl("image/png", "iVBO"));
        assertThat(DataUrl.of("data:text/plain;base64;a,hi")).contains(new DataUrl("text/plain", "aGk="));
    }

    @Test
    void isNoAddress() {
        assertThat(DataUrl.of("https://example.org/a.png")).isEmpty();
    }
}
