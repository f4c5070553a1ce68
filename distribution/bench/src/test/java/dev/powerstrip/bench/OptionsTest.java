package dev.powerstrip.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void withoutOptionsEverythingIsMeasuredThreeTimes() {
        var options = Options.of(new String[0]);

        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.targets()).containsExactly(Target.Kind.values());
        assertThat(options.cells()).containsExactly(Cell.values());
        assertThat(options.jdks()).hasSize(1);
    }

    @Test
    void onlyNarrowsTargetsAndCellsEachByItself() {
        var options = Options.of(new String[] {"--only", "gateway,1k", "--only", "s200"});

        assertThat(options.targets()).containsExactly(Target.Kind.GATEWAY);
        assertThat(options.cells()).containsExactly(Cell.ONE_KB, Cell.STREAMS_200);
    }

    @Test
    void refusesWhatItDoesNotKnowByName() {
        assertThatThrownBy(() -> Options.of(new String[] {"--only", "1kb"})).hasMessage("--only knows no \"1kb\"");
        assertThatThrownBy(() -> Options.of(new String[] {"--fast"})).hasMessage("there is no option \"--fast\"");
        assertThatThrownBy(() -> Options.of(new String[] {"--jdk", "/nowhere"})).hasMessageContaining("no bin/java");
        assertThatThrownBy(() -> Options.of(new String[] {"--rounds"})).hasMessage("--rounds needs a value");
    }
}
