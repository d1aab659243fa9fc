package org.bitwright.export;
import java.nio.file.*;
import java.util.*;
import org.bitwright.model.*;
import org.bitwright.quant.*;
import org.bitwright.task.*;
import org.bitwright.onnx.*;
public class Scratch {
    public static void main(String[] a) throws Exception {
        // model data bits granularity static|dynamic|none out
        TensorConfig choice = TensorConfig.of(ConfigNames.format("int", Integer.parseInt(a[2]), ConfigNames.scheme(a.length > 6 ? a[6] : "symmetric")), ConfigNames.granularity(a[3]), Calibrator.minMax());
        ExportSource s = ExportSources.checked(ExportSources.of(a[0], ExportSources.everyLayer(a[0], choice)), a[1], 200);
        if (a[4].equals("static")) s = s.withPlan(CpuPlan.ofStatic(s));
        if (a[4].equals("dynamic")) s = s.withPlan(CpuPlan.ofDynamic(s));
        System.out.println(new QdqExport().write(s, Path.of(a[5]), CancelToken.none()));
    }
}
