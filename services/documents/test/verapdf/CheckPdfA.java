import java.io.FileInputStream;
import java.io.InputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against PDF/A-2u and prints, for each, `ok <file>` or `bad <file> <clause: message>`. */
class CheckPdfA {
  public static void main(String[] files) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    VeraGreenfieldFoundryProvider.initialise();
    for (String file : files) {
      try (InputStream bytes = new FileInputStream(file);
          PDFAParser parser = Foundries.defaultInstance().createParser(bytes, PDFAFlavour.PDFA_2_U);
          PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFA_2_U, false)) {
        ValidationResult result = validator.validate(parser);
        StringBuilder line = new StringBuilder(result.isCompliant() ? "ok " : "bad ").append(file);
        for (TestAssertion failed : result.getTestAssertions())
          line.append(" [").append(failed.getRuleId().getClause()).append(": ").append(failed.getMessage()).append(']');
        System.out.println(line);
      }
    }
  }
}
