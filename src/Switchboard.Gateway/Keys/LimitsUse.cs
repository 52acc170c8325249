namespace Switchboard.Gateway.Keys;

/// <summary>How far limits are used at one moment; each null where there is no such limit.</summary>
internal record struct LimitsUse
{
    /// <summary>Requests per minute.</summary>
    public RateUse? Requests { get; set; }

    /// <summary>Tokens per minute.</summary>
    public RateUse? Tokens { get; set; }

    /// <summary>The budget with the least left.</summary>
    public BudgetUse? Budget { get; set; }
}
