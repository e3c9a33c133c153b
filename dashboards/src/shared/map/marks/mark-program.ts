/** Marks as squares that face the viewer, one an instance; places are whole numbers, see world.ts. */
const VERTEX = `#version 300 es
precision highp float;
uniform uvec2 u_middle;
uniform vec2 u_middlePixel;
uniform float u_pixelsAUnit;
uniform vec2 u_screen;
uniform float u_side;
layout(location = 0) in uvec2 a_spot;
layout(location = 1) in uint a_look;
out vec3 v_picture;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  vec2 pixel = u_middlePixel + vec2(ivec2(a_spot - u_middle)) * u_pixelsAUnit + (corner - 0.5) * u_side;
  v_picture = vec3(corner, a_look);
  gl_Position = vec4(pixel / u_screen * vec2(2, -2) + vec2(-1, 1), 0, 1);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
uniform mediump sampler2DArray u_pictures;
in vec3 v_picture;
out vec4 colour;
void main() {
  // a little finer than the card would choose: rims stay sharp
  colour = texture(u_pictures, v_picture, -0.75);
}`;

const UNIFORMS = ['u_middle', 'u_middlePixel', 'u_pixelsAUnit', 'u_screen', 'u_side'] as const;

export type Uniforms = Record<(typeof UNIFORMS)[number], WebGLUniformLocation>;

/** Makes the program that draws marks, and uses it from now on. @throws Error when the graphics card's driver refuses it */
export function useMarkProgram(gl: WebGL2RenderingContext): Uniforms {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    // none is given, and nothing is linked, while the context is lost: it is all done again when it is back
    if (shader === null) continue;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true && !gl.isContextLost())
    throw new Error(`the marks cannot be drawn: ${gl.getProgramInfoLog(program) ?? 'no reason given'}`);
  gl.useProgram(program);
  const found = UNIFORMS.map((name) => [name, gl.getUniformLocation(program, name)]);
  return Object.fromEntries(found) as Uniforms;
}
