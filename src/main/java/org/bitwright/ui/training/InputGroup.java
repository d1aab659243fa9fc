package org.bitwright.ui.training;

import java.util.List;
import javafx.beans.Observable;

/** Fields that belong together. */
interface InputGroup {
    /** Those that count as the others are chosen. */
    List<NumberInput> counting();

    /** Everything that changes what they say. */
    List<Observable> watched();
}
