package io.authrealm.api.service.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PageLimitTest {

    @Test
    void pageHasTwoHundredRowsAtMost() {
        assertThat(new PageLimit(1).rows()).isEqualTo(1);
        assertThat(new PageLimit(200).rows()).isEqualTo(200);
        assertThat(new PageLimit(201).rows()).isEqualTo(200);
        assertThat(new PageLimit(Integer.MAX_VALUE).rows()).isEqualTo(200);
    }

    @Test
    void pageHasARow() {
        assertThatThrownBy(() -> new PageLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PageLimit(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
