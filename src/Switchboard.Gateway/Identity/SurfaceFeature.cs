using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Switchboard.Gateway.Identity;

internal sealed class SurfaceFeature(Surface surface) : ISurfaceFeature
{
    public Surface Surface { get; } = surface;

    /// <summary>Marks every connection that a listener accepts.</summary>
    public static void Mark(ListenOptions listener, Surface surface)
    {
        var feature = new SurfaceFeature(surface);
        listener.Use(next => connection =>
        {
            connection.Features.Set<ISurfaceFeature>(feature);
            return next(connection);
        });
    }
}
