namespace Switchboard.Providers.Catalogue;

/// <summary>What one model costs, and its limits.</summary>
/// <param name="Provider">The provider's canonical name.</param>
/// <param name="Model">The vendor's name of the model, or <c>*</c> for all that the table does not name.</param>
/// <param name="Rates">The rates.</param>
public sealed record ModelPrice(string Provider, string Model, TokenRates Rates)
{
    /// <summary>The rates for long inputs, where the vendor has them.</summary>
    public LongContextRates? LongContext { get; init; }

    /// <summary>The most tokens that its input may have, if known.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The most tokens of one answer, if known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>From when the rates are known to hold.</summary>
    public DateOnly? Effective { get; init; }

    /// <summary>What the model can do.</summary>
    public ModelAbilities Abilities { get; init; }

    /// <summary>The same model at the rates of later dates, in the order of their <see cref="Effective"/>.</summary>
    public IReadOnlyList<ModelPrice> Later { get; init; } = [];

    /// <summary>The price on one day: that of the last period that has begun by then.</summary>
    /// <param name="day">The day, in UTC.</param>
    /// <returns>The price; this one where no later period has begun.</returns>
    public ModelPrice On(DateOnly day)
    {
        ModelPrice inForce = this;
        foreach (ModelPrice later in Later)
        {
            if (later.Effective <= day)
            {
                inForce = later;
            }
        }
        return inForce;
    }
}
