namespace Switchboard.Testing.Upstream.Delivery;

/// <summary>One twist in how an answer is delivered.</summary>
internal abstract record Act
{
    public virtual ValueTask BeforeHeadersAsync(Wire wire) => default;

    /// <summary>Called before each frame and once before the end, with the number of frames sent so far.</summary>
    public virtual ValueTask BeforeFrameAsync(Wire wire, int sent) => default;
}
