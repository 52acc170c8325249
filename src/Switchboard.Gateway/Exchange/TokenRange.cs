namespace Switchboard.Gateway.Exchange;

/// <summary>Where something stands in a body, in bytes.</summary>
internal readonly record struct TokenRange(int Start, int End)
{
    public bool IsEmpty => End <= Start;
}
