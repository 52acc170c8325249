namespace Switchboard.Gateway.Keys;

/// <summary>Who goes first where a provider has no place for everyone. The higher counts more; what says nothing is normal.</summary>
internal enum Priority
{
    Low = -1,
    Normal = 0,
    High = 1,
}
