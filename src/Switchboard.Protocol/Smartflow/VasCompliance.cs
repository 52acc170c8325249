namespace Switchboard.Protocol.Smartflow;

/// <summary>The compliance findings on one audited request.</summary>
public sealed record VasCompliance
{
    /// <summary>Whether a policy was violated.</summary>
    public bool HasViolations { get; init; }

    /// <summary>0 (worst) to 100 (nothing found).</summary>
    public double ComplianceScore { get; init; } = 100;

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</summary>
    public string RiskLevel { get; init; } = "low";

    /// <summary>The class of the data seen.</summary>
    public string DataClassification { get; init; } = "unclassified";

    /// <summary>Names of the violated rules.</summary>
    public IReadOnlyList<string> Violations { get; init; } = [];

    /// <summary>Kinds of personal data found.</summary>
    public IReadOnlyList<string> PiiDetected { get; init; } = [];

    /// <summary>What to do about it.</summary>
    public IReadOnlyList<string> Recommendations { get; init; } = [];

    /// <summary>A line for each violation.</summary>
    public IReadOnlyList<string> ViolationsDetails { get; init; } = [];

    /// <summary>The regulations concerned.</summary>
    public IReadOnlyList<string> RegulatoryFrameworks { get; init; } = [];

    /// <summary>The content without what was found, where it is kept.</summary>
    public string? RedactedContent { get; init; }
}
