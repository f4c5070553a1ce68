package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwapOptionsTest {

    @Test
    void withoutAnyAThousandStreamsRunThroughAProviderThatIsSwappedEveryTenSeconds() {
        var options = SwapOptions.of(List.of());

        assertThat(options.plugin()).isEqualTo(Swappable.PROVIDER);
        assertThat(options.streams()).isEqualTo(1000);
        assertThat(options.every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.time()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.length()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.jdks()).hasSize(1);
    }

    @Test
    void aPluginHasAStreamLengthOfItsOwnUnlessOneIsSaid() {
        assertThat(SwapOptions.of(List.of("--plugin", "sink")).length()).isEqualTo(Duration.ofSeconds(2));
        assertThat(SwapOptions.of(List.of("--plugin", "sink", "--length", "7")).length())
            .isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatIsNotUnderstoodIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> SwapOptions.of(List.of("--plugin", "toaster")))
            .withMessage("--plugin knows no \"toaster\", only provider, dialect, auth, sink");
        assertThatIllegalArgumentException().isThrownBy(() -> SwapOptions.of(List.of("--streams", "many")))
            .withMessage("--streams: \"many\" is no number from 1 to 4000");
        assertThatIllegalArgumentException().isThrownBy(() -> SwapOptions.of(List.of("--every")))
            .withMessage("--every needs a value");
        assertThatIllegalArgumentException().isThrownBy(() -> SwapOptions.of(List.of("--fast")))
            .withMessage("there is no option \"--fast\"");
    }
}
