package org.bitwright.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OutcomesTest {
    /** Right, wrong, right, right, wrong, wrong, wrong, wrong, wrong, right. */
    private static final Outcomes TEN =
            Outcomes.of(new int[] {3, 0, 5, 1, 9, 9, 9, 9, 9, 2}, new int[] {3, 1, 5, 1, 0, 0, 0, 0, 0, 2});

    @Test
    void tellsWhichSamplesWereRight() {
        assertThat(TEN.samples()).isEqualTo(10);
        assertThat(TEN.isRight(0)).isTrue();
        assertThat(TEN.isRight(1)).isFalse();
        assertThat(TEN.accuracy()).isEqualTo(new Accuracy(4, 10));
    }

    @Test
    void packsEightSamplesAByte() {
        // 1 + 4 + 8, and sample 9 in the second bit of the second byte
        assertThat(TEN.bytes()).containsExactly(13, 2);
        assertThat(Outcomes.of(new byte[] {13, 2}, 10)).isEqualTo(TEN).hasSameHashCodeAs(TEN);
        assertThatThrownBy(() -> Outcomes.of(new byte[] {13, 2}, 9)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wrongAnswersAtTheEndAreCountedToo() {
        Outcomes wrong = Outcomes.of(new byte[0], 20);

        assertThat(wrong.accuracy()).isEqualTo(new Accuracy(0, 20));
        assertThat(wrong).isNotEqualTo(Outcomes.of(new byte[0], 21));
    }

    @Test
    void partsAndWholes() {
        Outcomes part = TEN.at(new int[] {9, 1, 2});

        assertThat(part.accuracy()).isEqualTo(new Accuracy(2, 3));
        assertThat(part.isRight(0)).isTrue();
        assertThat(part.isRight(1)).isFalse();
        assertThat(TEN.first(3).accuracy()).isEqualTo(new Accuracy(2, 3));
        assertThat(TEN.first(3).followedBy(TEN.at(new int[] {3, 4, 5, 6, 7, 8, 9})))
                .isEqualTo(TEN);
    }

    @Test
    void samplesStartWhereTheyAreSaidTo() {
        assertThat(Outcomes.of(new int[] {1, 2}, new int[] {0, 0, 1, 3}, 2)).isEqualTo(Outcomes.of(new byte[] {1}, 2));
    }

    @Test
    void comparesSampleBySample() {
        Outcomes other = Outcomes.of(new byte[] {9, 4}, 11).first(10);

        // This is right on 0, 2, 3 and 9, the other on 0 and 3.
        assertThat(TEN.rightWhereOtherIsWrong(other)).isEqualTo(2);
        assertThat(other.rightWhereOtherIsWrong(TEN)).isZero();
        assertThatThrownBy(() -> TEN.rightWhereOtherIsWrong(TEN.first(9))).isInstanceOf(IllegalArgumentException.class);
    }
}
