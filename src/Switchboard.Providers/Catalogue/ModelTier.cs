namespace Switchboard.Providers.Catalogue;

/// <summary>How large a model is among its vendor's.</summary>
public enum ModelTier
{
    /// <summary>Cheap and quick.</summary>
    Small,

    /// <summary>For most work.</summary>
    Medium,

    /// <summary>The vendor's best.</summary>
    Large,
}
