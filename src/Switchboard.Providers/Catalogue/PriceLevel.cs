namespace Switchboard.Providers.Catalogue;

/// <summary>Where in a price file rates stand, which decides what may stand beside them.</summary>
internal enum PriceLevel
{
    /// <summary>A model's own.</summary>
    Model,

    /// <summary>Its rates for long inputs.</summary>
    Above,

    /// <summary>Its rates from a later date on.</summary>
    Period,
}
