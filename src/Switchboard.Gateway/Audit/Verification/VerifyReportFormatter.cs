using System.Globalization;
using System.Text;

namespace Switchboard.Gateway.Audit.Verification;

/// <summary>A report as the lines that <c>audit verify</c> prints.</summary>
internal static class VerifyReportFormatter
{
    public static string Format(VerifyReport report)
    {
        var text = new StringBuilder();
        AppendScope(text, report);
        if (report.IsIntact)
        {
            return text.AppendLine("The journal is intact.").ToString();
        }

        foreach (JournalFault fault in report.Faults)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture, $"  {Name(fault.Kind)}: segment {fault.Segment}, seq {fault.Seq}, byte {fault.Offset}: {fault.Sentence}");
        }

        if (report.FaultCount > report.Faults.Count)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  and {report.FaultCount - report.Faults.Count} more.");
        }

        return text.AppendLine(CultureInfo.InvariantCulture, $"The journal is NOT intact: {report.FaultCount} fault(s).").ToString();
    }

    public static string Format(VerifyProgress progress) => string.Create(
        CultureInfo.InvariantCulture, $"{progress.Segments} of {progress.TotalSegments} segments, {progress.Records} records");

    /// <summary>What was checked, and against what.</summary>
    private static void AppendScope(StringBuilder text, VerifyReport report)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Records} records in {report.Segments} segments, seq {report.FirstSeq} to {report.LastSeq}.");
        if (report.PrunedThrough > 0)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"Records up to seq {report.PrunedThrough} are past their retention; a signed anchor stands for them.");
        }

        if (report.Erased > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"The content of {report.Erased} records was erased; the records verify.");
        }

        if (report.UnfinishedBytes > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"The last {report.UnfinishedBytes} bytes are a write that is not finished.");
        }

        text.AppendLine(report.Heads == 0
            ? "No head from outside the folder was given, so a tail that was cut off would not show."
            : string.Create(CultureInfo.InvariantCulture, $"Compared with {report.Heads} head(s) kept in the store."));
    }

    public static string Name(FaultKind kind) => kind switch
    {
        FaultKind.TailCutOff => "tail cut off",
        FaultKind.UnknownKey => "unknown key",
        FaultKind.MissingSegment => "missing segment",
        FaultKind.DamagedFraming => "damaged framing",
        FaultKind.ContentMismatch => "content mismatch",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
