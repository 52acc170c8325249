using Switchboard.Testing.Upstream.Delivery;

namespace Switchboard.Testing.Upstream;

/// <summary>
/// How a script is delivered. Frames are counted as they are on the wire, from the first (in an OpenAI stream the first one only names
/// the role); a plain body is one frame. The steps combine, in the order they were added.
/// </summary>
public static class ScriptDelivery
{
    /// <summary>Waits at the gate before the headers.</summary>
    public static T HoldBefore<T>(this T script, Gate gate) where T : Script => script.With(new HoldHeadersAct(gate));

    /// <summary>Waits at the gate once so many frames are sent.</summary>
    public static T HoldAfter<T>(this T script, int frames, Gate gate) where T : Script => script.With(new HoldFrameAct(frames, gate));

    /// <summary>Waits at the gate before each frame.</summary>
    public static T Paced<T>(this T script, Gate gate) where T : Script => script.With(new StepAct(gate));

    /// <summary>Sends a frame every so often, the first at once.</summary>
    public static T Paced<T>(this T script, TimeSpan interval) where T : Script => script.With(new IntervalAct(interval));

    /// <summary>Takes this long before the headers.</summary>
    public static T Delayed<T>(this T script, TimeSpan delay) where T : Script => script.With(new DelayAct(delay));

    /// <summary>Never sends the headers.</summary>
    public static T HangBeforeHeaders<T>(this T script) where T : Script => script.With(new HangAct(null));

    /// <summary>Sends headers and so many frames, then nothing more.</summary>
    public static T HangAfter<T>(this T script, int frames) where T : Script => script.With(new HangAct(frames));

    /// <summary>Closes the connection after so many frames, without an end.</summary>
    public static T CutAfter<T>(this T script, int frames) where T : Script => script.With(new CutAct(frames));

    /// <summary>Closes the connection after so many bytes of the body.</summary>
    public static T CutAfterBytes<T>(this T script, int bytes) where T : Script => script.With(new CutBytesAct(bytes));

    /// <summary>Sends small pieces, each in a write of its own, so that readers meet every boundary there is.</summary>
    public static T Trickled<T>(this T script, int bytes = 1, TimeSpan interval = default) where T : Script =>
        script.With(new TrickleAct(bytes, interval));

    /// <summary>Adds a header to the answer.</summary>
    public static T WithHeader<T>(this T script, string name, string value) where T : Script =>
        (T)((Script)script with { Headers = script.Headers.Add(new(name, value)) });

    internal static T With<T>(this T script, Act act) where T : Script => (T)((Script)script with { Acts = script.Acts.Add(act) });
}
